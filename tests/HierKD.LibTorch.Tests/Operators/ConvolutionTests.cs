using HierKD.LibTorch.Tests.Reference;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Operators;

public sealed class ConvolutionTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("convolution");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["conv1d"] = c => [functional.conv1d(c.Input, c["weight"], c.Optional("bias"), c.Case.WholeOrNull("stride"), c.Case.WholeOrNull("padding"), c.Case.WholeOrNull("dilation"), Groups(c))],
        ["conv2d"] = c => [functional.conv2d(c.Input, c["weight"], c.Optional("bias"), c.Case.Wholes("stride"), c.Case.Wholes("padding"), c.Case.Wholes("dilation"), Groups(c))],
        ["conv3d"] = c => [functional.conv3d(c.Input, c["weight"], c.Optional("bias"), c.Case.Wholes("stride"), c.Case.Wholes("padding"), c.Case.Wholes("dilation"), Groups(c))],
        ["conv_transpose1d"] = c => [functional.conv_transpose1d(c.Input, c["weight"], c.Optional("bias"), c.Case.WholeOrNull("stride"), c.Case.WholeOrNull("padding"), c.Case.WholeOrNull("output_padding"), c.Case.WholeOrNull("dilation"), Groups(c))],
        ["conv_transpose2d"] = c => [functional.conv_transpose2d(c.Input, c["weight"], c.Optional("bias"), c.Case.Wholes("stride"), c.Case.Wholes("padding"), c.Case.Wholes("output_padding"), c.Case.Wholes("dilation"), Groups(c))],
        ["linear"] = c => [functional.linear(c.Input, c["weight"], c.Optional("bias"))],
    };

    public static TheoryData<string, ScalarType> Cases => Family.InBothTypes();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);

    private static long Groups(ReferenceCall call) => call.Case.WholeOrNull("groups") ?? 1;
}
