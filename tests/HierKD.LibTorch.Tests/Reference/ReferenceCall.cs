namespace HierKD.LibTorch.Tests.Reference;

/// <summary>A case's arguments and its input tensors in the engine under test.</summary>
internal sealed class ReferenceCall
{
    private readonly Dictionary<string, Tensor> _inputs;

    private ReferenceCall(ReferenceCase @case, ScalarType type)
    {
        Case = @case;
        _inputs = @case.Inputs.ToDictionary(i => i.Key, i => i.Value.ToTensor(type));
        foreach (var name in @case.Gradients.Keys)
        {
            _inputs[name].requires_grad_();
        }
    }

    public ReferenceCase Case { get; }

    public Tensor this[string name] => _inputs[name];

    public Tensor Input => _inputs["input"];

    public Tensor? Optional(string name) => _inputs.GetValueOrDefault(name);

    /// <summary>Runs the operator; compares its outputs, the buffers it changes and the gradients with PyTorch's.</summary>
    public static void Check(ReferenceCase @case, ScalarType type, IReadOnlyDictionary<string, Func<ReferenceCall, Tensor[]>> operators)
    {
        // A convolution sums up to a hundred products of size one: a few dozen units in the last place of either type.
        var tolerance = type == ScalarType.Float64 ? 1e-11 : 2e-5;
        var call = new ReferenceCall(@case, type);

        var outputs = operators[@case.Op](call);

        Assert.Equal(@case.Outputs.Length, outputs.Length);
        for (var i = 0; i < outputs.Length; i++)
        {
            Assert.Equal(@case.Outputs[i].IsFloat ? type : outputs[i].dtype, outputs[i].dtype);
            TensorAssert.Equal(@case.Outputs[i].Shape, @case.Outputs[i].ToDoubles(), outputs[i], tolerance);
        }
        foreach (var (name, expected) in @case.Changed)
        {
            TensorAssert.Equal(expected.ToDoubles(), call[name], tolerance);
        }
        if (@case.Gradients.Count == 0)
        {
            return;
        }
        outputs[0].backward([Cotangent(outputs[0], type)]);
        foreach (var (name, expected) in @case.Gradients)
        {
            var gradient = call[name].grad;
            Assert.True(gradient is not null, $"{name} has no gradient");
            TensorAssert.Equal(expected.Shape, expected.ToDoubles(), gradient, tolerance * 4);
        }
    }

    /// <summary>Compares the numbers only: an in-place operator keeps its input's type.</summary>
    public static void CheckValues(ReferenceCase @case, ScalarType type, Func<ReferenceCall, Tensor> run) =>
        TensorAssert.Equal(@case.Outputs[0].Shape, @case.Outputs[0].ToDoubles(), run(new ReferenceCall(@case, type)), 1e-11);

    /// <summary>The gradient that every case's first output is given.</summary>
    public static Tensor Cotangent(Tensor output, ScalarType type)
    {
        var values = Enumerable.Range(0, (int)output.NumberOfElements).Select(i => ((i % 7) - 3) / 4.0).ToArray();
        return tensor(values, output.shape, type);
    }
}
