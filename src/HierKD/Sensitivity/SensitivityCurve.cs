namespace HierKD;

/// <summary>A group's loss over the number of filters removed, between the points that were measured.</summary>
internal sealed class SensitivityCurve
{
    private readonly List<(int Removed, double Loss)> _points = [(0, 0)];

    public SensitivityCurve(GroupSensitivity group)
    {
        Filters = group.Filters;
        foreach (var point in group.Points.Where(p => p.FiltersRemoved > 0))
        {
            // Few validation samples may show a gain, or less loss for more filters; a choice of widths should not chase that.
            var loss = Math.Max(_points[^1].Loss, point.Loss);
            if (point.FiltersRemoved > _points[^1].Removed) _points.Add((point.FiltersRemoved, loss));
        }
    }

    public int Filters { get; }

    /// <summary>The loss between two points on a straight line, and beyond the last one as before it.</summary>
    public double At(int removed)
    {
        if (removed == 0 || _points.Count == 1) return 0;
        var next = Math.Max(1, _points.FindIndex(p => p.Removed >= removed) is var found and >= 0 ? found : _points.Count - 1);
        var (from, to) = (_points[next - 1], _points[next]);
        return from.Loss + (removed - from.Removed) * Slope(from, to);
    }

    /// <summary>
    /// What each filter costs that is taken after those before it, along the curve's convex hull from below, so that costs never fall: a
    /// steep stretch before a flat one is taken as one. Infinite where nothing was measured.
    /// </summary>
    public IEnumerable<double> Marginals()
    {
        List<(int Removed, double Loss)> hull = [];
        foreach (var point in _points)
        {
            while (hull.Count > 1 && Slope(hull[^2], hull[^1]) >= Slope(hull[^1], point)) hull.RemoveAt(hull.Count - 1);
            hull.Add(point);
        }
        for (var i = 1; i < hull.Count; i++)
        {
            for (var filter = hull[i - 1].Removed; filter < hull[i].Removed; filter++) yield return Slope(hull[i - 1], hull[i]);
        }
        for (var filter = hull[^1].Removed; filter < Filters; filter++) yield return double.PositiveInfinity;
    }

    private static double Slope((int Removed, double Loss) from, (int Removed, double Loss) to) =>
        double.IsFinite(to.Loss) ? (to.Loss - from.Loss) / (to.Removed - from.Removed) : double.PositiveInfinity;
}
