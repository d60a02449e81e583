using HierKD.LibTorch.Tests.Reference;

namespace HierKD.LibTorch.Tests.Operators;

/// <summary>Every overload that the engine has of the operators in Reference/cases/calls.py.</summary>
public sealed class CallTests : ScopedTest
{
    private static readonly ReferenceFamily Family = new("calls");

    /// <summary>The calls that this engine can take: TorchSharp takes all of them.</summary>
    public static TheoryData<string> Names => [.. Family.Names.Where(n => CallBinder.Overloads(Family[n]).Any())];

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees_with_PyTorch(string name)
    {
        foreach (var overload in CallBinder.Overloads(Family[name]))
        {
            ReferenceCall.Check(Family[name], ScalarType.Float64, new Dictionary<string, Func<ReferenceCall, Tensor[]>> { ["call"] = overload });
        }
    }
}
