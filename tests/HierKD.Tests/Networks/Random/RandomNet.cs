using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>The module of a <see cref="RandomNetwork"/>: steps over feature maps <c>[N, C, H, W]</c> of one height and width.</summary>
internal sealed class RandomNet : Module<Tensor, Tensor>
{
    public const int InputWidth = 2;
    public const int Extent = 4;

    private readonly IReadOnlyList<NetworkStep> _steps;

    public RandomNet(RandomNetwork network)
        : base(nameof(RandomNet))
    {
        var writer = new NetworkWriter(this);
        foreach (var gene in network.Genes) writer.Write(gene);
        writer.WriteEnding(network.Ending);
        _steps = writer.Steps;
        this.to(float64);
    }


    /// <summary>The forward, a line for each step.</summary>
    public string Program => string.Join('\n', _steps.Select(s => s.Text));

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        List<Tensor> values = [input];
        foreach (var step in _steps) values.AddRange(step.Run(values));
        return values[^1].MoveToOuterDisposeScope();
    }
}
