using HierKD.LibTorch.Tests.Reference;

namespace HierKD.LibTorch.Tests.Operators;

/// <summary>Every operator of one or two tensors that the engine has, in all its forms, against PyTorch's operator of that name.</summary>
public sealed class NamedOperatorTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("named");

    /// <summary>The operators of this engine: TorchSharp has all of them.</summary>
    public static TheoryData<string> Names => [.. Family.Names.Where(n => new NamedOperator(Family[n]).Exists)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        var @case = Family[name];
        var members = new NamedOperator(@case);
        foreach (var form in members.Forms())
        {
            ReferenceCall.Check(@case, ScalarType.Float64, new Dictionary<string, Func<ReferenceCall, Tensor[]>> { [@case.Op] = c => [form(c)] });
        }
        if (members.InPlace is { } inPlace)
        {
            ReferenceCall.CheckValues(@case, ScalarType.Float64, inPlace);
        }
    }
}
