namespace HierKD.Onnx.Tests;

/// <summary>A model whose forward is a delegate, with one linear layer that it may use.</summary>
public sealed class ForwardModule : nn.Module<Tensor, Tensor>
{
    private readonly Func<ForwardModule, Tensor, Tensor> _forward;
    private readonly TorchSharp.Modules.Linear _layer;

    public ForwardModule(Func<ForwardModule, Tensor, Tensor> forward, int width = 6)
        : base(nameof(ForwardModule))
    {
        _forward = forward;
        _layer = nn.Linear(width, width);
        register_module("layer", _layer);
    }

#pragma warning disable IDE1006, CA1707 // As in Python, where layers are fields.
    /// <summary>A layer [N, width] to [N, width].</summary>
    public TorchSharp.Modules.Linear layer => _layer;
#pragma warning restore IDE1006, CA1707

    /// <summary>Something that changes between forwards.</summary>
    public int Calls { get; set; }

    public override Tensor forward(Tensor input) => _forward(this, input);
}
