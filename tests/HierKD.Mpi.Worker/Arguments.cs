using System.Globalization;

namespace HierKD.Mpi.Worker;

/// <summary>The command line: a command, then <c>name=value</c>.</summary>
internal sealed class Arguments(string[] all)
{
    private readonly Dictionary<string, string> _values = all.Skip(1).Select(a => a.Split('=', 2)).ToDictionary(a => a[0], a => a[1]);

    public string Command { get; } = all.FirstOrDefault() ?? "";

    public string? Text(string name) => _values.GetValueOrDefault(name);

    public int Number(string name, int otherwise) =>
        _values.TryGetValue(name, out var value) ? int.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
