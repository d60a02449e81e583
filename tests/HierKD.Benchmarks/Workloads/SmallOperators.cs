namespace HierKD.Benchmarks.Workloads;

/// <summary>Operators on tensors so small that what counts is the way to them; pytorch/worker.py has the same.</summary>
internal sealed class SmallOperators : IWorkload
{
    private const int Calls = 1000;

    private readonly Tensor _x;
    private readonly Tensor _weight;
    private readonly Action _call;

    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="device">Where.</param>
    public SmallOperators(string name, Device device)
    {
        _x = randn([1, 16, 4, 4], device: device);
        _weight = randn([16, 1, 3, 3], device: device);
        _call = name switch
        {
            "additions" => () => (_x + _x).Dispose(),
            "depthwise" => () => nn.functional.conv2d(_x, _weight, padding: [1, 1], groups: 16).Dispose(),
            _ => throw new ArgumentException($"There are no operators '{name}'; there are {string.Join(", ", Names)}.", nameof(name)),
        };
    }

    public static IReadOnlyList<string> Names { get; } = ["additions", "depthwise"];

    public long Parameters => 0;

    public double MultiplyAdds => 0;

    public void Step()
    {
        using var quiet = no_grad();
        for (var i = 0; i < Calls; i++) _call();
    }

    public void Dispose()
    {
        _x.Dispose();
        _weight.Dispose();
    }
}
