using System.Globalization;

namespace HierKD.Onnx;

/// <summary>Gives each name once.</summary>
internal sealed class GraphNames
{
    private readonly HashSet<string> _taken = [];
    private readonly Dictionary<string, int> _next = [];

    /// <summary>The name, with a number behind it if it is taken.</summary>
    public string Unique(string wanted)
    {
        if (_taken.Add(wanted)) return wanted;
        var number = _next.GetValueOrDefault(wanted, 1);
        string name;
        do name = string.Create(CultureInfo.InvariantCulture, $"{wanted}_{number++}");
        while (!_taken.Add(name));
        _next[wanted] = number;
        return name;
    }
}
