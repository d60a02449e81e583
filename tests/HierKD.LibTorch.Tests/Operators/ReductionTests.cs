using HierKD.LibTorch.Tests.Reference;

namespace HierKD.LibTorch.Tests.Operators;

/// <summary>Reductions and matrix products.</summary>
public sealed class ReductionTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("reduction");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["std"] = c => [HasDimension(c) ? c.Input.std(c.Case.Whole("dim"), c.Case.Flag("unbiased"), c.Case.Flag("keepdim")) : c.Input.std()],
        ["var"] = c => [HasDimension(c) ? c.Input.var(c.Case.Whole("dim"), c.Case.Flag("unbiased"), c.Case.Flag("keepdim")) : c.Input.var()],
        ["mean"] = c => [c.Input.mean(c.Case.Wholes("dims")!, c.Case.Flag("keepdim"))],
        ["sum"] = c => [c.Input.sum(c.Case.Wholes("dims")!, c.Case.Flag("keepdim"))],
        ["prod"] = c => [c.Input.prod()],
        ["quantile"] = c => [c.Input.quantile(c["q"], c.Case.Whole("dim"))],
        ["median"] = c => [c.Input.median()],
        ["max"] = c => Both(c.Input.max(c.Case.Whole("dim"))),
        ["min"] = c => Both(c.Input.min(c.Case.Whole("dim"))),
        ["norm"] = c => [HasDimension(c) ? c.Input.norm((int)c.Case.Whole("dim"), p: (float)c.Case.Number("p")) : c.Input.norm((float)c.Case.Number("p"))],
        ["logsumexp"] = c => [c.Input.logsumexp(c.Case.Whole("dim"))],
        ["matmul"] = c => [c.Input.matmul(c["other"])],
        ["bmm"] = c => [c.Input.bmm(c["other"])],
        ["mm"] = c => [c.Input.mm(c["other"])],
    };

    public static TheoryData<string, ScalarType> Cases => Family.InBothTypes();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);

    private static bool HasDimension(ReferenceCall call) => call.Case.Args.ContainsKey("dim");

    private static Tensor[] Both((Tensor Values, Tensor Indices) pair) => [pair.Values, pair.Indices];
}
