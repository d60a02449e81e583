namespace HierKD.Onnx.Tests.Networks;

/// <summary>
/// A model as a user writes it: constructor arguments, a skip connection, and fields of all kinds that its forward needs.
/// </summary>
internal sealed class OwnModel : nn.Module<Tensor, Tensor>
{
    private readonly TorchSharp.Modules.ModuleList<nn.Module<Tensor, Tensor>> blocks = [];
    private readonly nn.Module<Tensor, Tensor> head;
    private readonly Dictionary<nn.Module, double> _factors = [];
    private readonly Lazy<double> _shift = new(() => 0.25);
    private readonly HashSet<object> _skipped = [];
    private readonly object[] _anything;
    private readonly List<Action> _then = [];
    private Tensor? _result;
    private readonly Scale _scale;
    private readonly Kind _kind;
    private event Func<Tensor, Tensor>? Finished;

    public OwnModel(int channels, double factor, Kind kind)
        : base(nameof(OwnModel))
    {
        _kind = kind;
        _scale = new Scale(factor, tensor(new[] { 0.5f }).DetachFromDisposeScope());
        for (var i = 0; i < 2; i++)
        {
            var block = nn.Sequential(
                ("conv", nn.Conv2d(channels, channels, 3, padding: 1)), ("norm", nn.BatchNorm2d(channels)),
                ("relu", nn.ReLU(inplace: true)));
            blocks.Add(block);
            _factors.Add(block, factor + i);
        }
        _skipped.Add(blocks[1]);
        _anything = [factor, blocks[0], "text", kind];
        head = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.5), nn.Linear(channels, 3));
        RegisterComponents();
        Finished += x => x + factor;
        Finished += x => x * 2;
        _then.Add(() => _result = _result!.abs() + factor);
    }

    public enum Kind
    {
        Plain,
        Doubled,
    }

    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input;
        foreach (var block in blocks) x = (_skipped.Contains(block) ? x + block.call(x) : block.call(x)) * _factors[block];
        x = ((nn.Module<Tensor, Tensor>)_anything[1]).call(x) * _scale.Factor + _scale.Offset + _shift.Value;
        if (_kind == Kind.Doubled) x *= 2;
        _result = Finished!.GetInvocationList().Cast<Func<Tensor, Tensor>>().Aggregate(head.call(x), (y, then) => then(y));
        foreach (var action in _then) action();
        return _result.MoveToOuterDisposeScope();
    }

    private readonly record struct Scale(double Factor, Tensor Offset);
}
