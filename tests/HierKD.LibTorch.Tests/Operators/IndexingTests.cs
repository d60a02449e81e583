using HierKD.LibTorch.Tests.Reference;

namespace HierKD.LibTorch.Tests.Operators;

public sealed class IndexingTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("indexing");

    private static readonly Dictionary<string, Func<ReferenceCall, Tensor[]>> Operators = new()
    {
        ["index_select"] = c => [c.Input.index_select(c.Case.Whole("dim"), c["index"])],
        ["gather"] = c => [c.Input.gather(c.Case.Whole("dim"), c["index"])],
        ["scatter"] = c => [c.Input.scatter(c.Case.Whole("dim"), c["index"], c["source"])],
        ["scatter_add"] = c => [c.Input.scatter_add(c.Case.Whole("dim"), c["index"], c["source"])],
        ["index_add"] = c => [c.Input.index_add(c.Case.Whole("dim"), c["index"], c["source"], c.Case.Number("alpha"))],
        ["index_copy"] = c => [c.Input.index_copy(c.Case.Whole("dim"), c["index"], c["source"])],
        ["index_fill"] = c => [c.Input.index_fill(c.Case.Whole("dim"), c["index"], c.Case.Number("value"))],
        ["masked_fill"] = c => [c.Input.masked_fill(c["mask"], c.Case.Number("value"))],
        ["masked_select"] = c => [c.Input.masked_select(c["mask"])],
        ["where"] = c => [where(c["mask"], c.Input, c["other"])],
        ["sort"] = c => Both(c.Input.sort(c.Case.Whole("dim"), c.Case.Flag("descending"))),
        ["topk"] = c => Both(c.Input.topk((int)c.Case.Whole("k"), (int)c.Case.Whole("dim"), c.Case.Flag("largest"))),
        ["cumsum"] = c => [c.Input.cumsum(c.Case.Whole("dim"))],
        ["flip"] = c => [c.Input.flip(c.Case.Wholes("dims")!)],
        ["roll"] = c => [c.Input.roll(c.Case.Whole("shift"), c.Case.Whole("dim"))],
        ["repeat"] = c => [c.Input.repeat(c.Case.Wholes("sizes")!)],
        ["repeat_interleave"] = c => [c.Input.repeat_interleave(c.Case.Whole("repeats"), c.Case.Whole("dim"))],
    };

    public static TheoryData<string, ScalarType> Cases => Family.InBothTypes();

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_PyTorch(string name, ScalarType type) => ReferenceCall.Check(Family[name], type, Operators);

    private static Tensor[] Both((Tensor Values, Tensor Indices) pair) => [pair.Values, pair.Indices];
}
