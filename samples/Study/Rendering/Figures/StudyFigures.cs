using Study.Rendering.Results;
using HierKD.Samples;
using Study.Rendering.Tables;

namespace Study.Rendering.Figures;

/// <summary>The pictures of a grid.</summary>
internal static class StudyFigures
{
    private const string Points = "student - original, points";

    /// <summary>The students' accuracy at every size, for a part and a task; null if nothing is finished.</summary>
    public static Figure? Accuracy(GridResults grid, string part, string task)
    {
        var settings = grid.Part(part).Where(s => s.Task == task).ToArray();
        var series = settings.SelectMany(s => s.Arms).Where(a => a.HasResults).GroupBy(a => a.Arm)
            .Select(arm => new Series(arm.Key, [
                .. arm.Select(a => Point(100 * a.Of(r => ArmResults.Student(r).KeptMultiplyAdds).Mean, a.Change)).OrderBy(p => p.X)
            ])).ToArray();
        return series.Length == 0 ? null : new Figure(
            $"study-{grid.Name}-accuracy-{part}-{task}.svg", $"Accuracy against size: {settings[0].Title}",
            Axis.Logarithmic(
                "multiply-adds that the student keeps, % (arms stand side by side)", series.SelectMany(s => s.Points).Select(p => p.X)),
            [new Panel(Points, series, [])], SideBySide: true);
    }

    /// <summary>Accuracy and agreement of gradients against the place of one assistant; null if there is no such arm.</summary>
    public static Figure? Assistant(GridResults grid, Setting setting)
    {
        var rows = LoneAssistant.All(setting);
        if (rows.Count == 0) return null;
        List<Panel> panels =
            [new(Points, [new("with one assistant", [.. rows.Select(r => Point(100 * r.Kept, r.Arm.Change))])], [.. Without(setting)])];
        Series[] agreement = [.. Agreement("cosine", rows, r => r.Cosine), .. Agreement("same sign, share", rows, r => r.Signs)];
        if (agreement.Length > 0) panels.Add(new Panel("agreement of gate gradients", agreement, [new("same sign by chance", 0.5)]));
        return new Figure(
            $"study-{grid.Name}-assistant-{setting.Task}.svg",
            $"One assistant: gap against bias, the student keeping {Number.Text($"{100 * setting.Keep:0.#}")} %",
            Axis.Logarithmic("multiply-adds that the assistant keeps, %", rows.Select(r => 100 * r.Kept)), panels, SideBySide: false);
    }

    /// <summary>The student without any assistant, if that is in the part.</summary>
    private static IEnumerable<ReferenceLine> Without(Setting setting) =>
        setting.Arms.Where(a => a.Levels.Count == 1).Select(a => new ReferenceLine("without assistants", a.Change.Mean)).Take(1);

    private static IEnumerable<Series> Agreement(string name, IEnumerable<LoneAssistant> rows, Func<LoneAssistant, Spread?> number)
    {
        var points = rows.Where(r => number(r) is not null).Select(r => Point(100 * r.Kept, number(r)!)).ToArray();
        return points.Length == 0 ? [] : [new Series(name, points)];
    }

    private static Point Point(double x, Spread y) => new(x, y.Mean, y.Deviation);
}
