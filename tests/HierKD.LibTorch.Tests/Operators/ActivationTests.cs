using HierKD.LibTorch.Tests.Reference;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Operators;

public sealed class ActivationTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("activation");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["relu"] = c => [functional.relu(c.Input)],
        ["relu6"] = c => [functional.relu6(c.Input)],
        ["leaky_relu"] = c => [functional.leaky_relu(c.Input, c.Case.Number("negative_slope"))],
        ["elu"] = c => [functional.elu(c.Input, c.Case.Number("alpha"))],
        ["gelu"] = c => [functional.gelu(c.Input)],
        ["silu"] = c => [functional.silu(c.Input)],
        ["hardswish"] = c => [functional.hardswish(c.Input)],
        ["hardsigmoid"] = c => [functional.hardsigmoid(c.Input)],
        ["sigmoid"] = c => [functional.sigmoid(c.Input)],
        ["tanh"] = c => [functional.tanh(c.Input)],
        ["softmax"] = c => [functional.softmax(c.Input, c.Case.Whole("dim"))],
        ["log_softmax"] = c => [functional.log_softmax(c.Input, c.Case.Whole("dim"))],
        ["glu"] = c => [functional.glu(c.Input, c.Case.Whole("dim"))],
        ["prelu"] = c => [functional.prelu(c.Input, c["weight"])],
    };

    public static TheoryData<string, ScalarType> Cases => Family.InBothTypes();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);

    [Fact]
    public void In_place_activation_changes_its_input()
    {
        var x = tensor(new[] { -2.0, 0.5, 9.0 });
        var y = functional.relu6(x, inplace: true);
        TensorAssert.Equal([0, 0.5, 6], x);
        TensorAssert.Equal([0, 0.5, 6], y);
    }

    [Fact]
    public void Activation_leaves_its_input_alone_unless_told()
    {
        var x = tensor(new[] { -2.0, 0.5 });
        functional.relu(x);
        functional.leaky_relu(x, 0.1);
        functional.silu(x);
        TensorAssert.Equal([-2, 0.5], x);
    }
}
