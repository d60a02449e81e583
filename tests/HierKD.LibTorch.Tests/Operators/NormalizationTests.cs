using HierKD.LibTorch.Tests.Reference;
using static TorchSharp.torch.nn;

namespace HierKD.LibTorch.Tests.Operators;

public sealed class NormalizationTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("normalization");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["batch_norm"] = c => [functional.batch_norm(c.Input, c["running_mean"], c["running_var"], c.Optional("weight"), c.Optional("bias"), c.Case.Flag("training"), c.Case.Number("momentum"), c.Case.Number("eps"))],
        ["layer_norm"] = c => [functional.layer_norm(c.Input, c.Case.Wholes("normalized_shape")!, c.Optional("weight"), c.Optional("bias"), c.Case.Number("eps"))],
        ["group_norm"] = c => [functional.group_norm(c.Input, c.Case.Whole("num_groups"), c.Optional("weight"), c.Optional("bias"))],
        ["instance_norm"] = c => [functional.instance_norm(c.Input, c.Optional("running_mean"), c.Optional("running_var"), c.Optional("weight"), c.Optional("bias"), c.Case.Flag("use_input_stats"), c.Case.Number("momentum"), c.Case.Number("eps"))],
    };

    public static TheoryData<string, ScalarType> Cases => Family.InBothTypes();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);
}
