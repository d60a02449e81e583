using HierKD.Reliability.Throws;

namespace HierKD.Tests.Reliability;

/// <summary>Every so many calls of the user's own parts; tests/HierKD.Reliability has all.</summary>
public sealed class ThrowTests
{
    private const int Stride = 60;

    /// <summary>Calls around the moment when the model becomes the student.</summary>
    private const int Last = 5;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_run_that_is_disturbed_leaves_the_model_or_gives_the_student(bool cancels, bool hasCheckpoint)
    {
        using var attack = new ThrowAttack(seed: 1, new ThrowWay(cancels, hasCheckpoint));
        for (var call = Stride; call < attack.Calls - Last; call += Stride) attack.Run(call);
        for (var call = attack.Calls - Last; call <= attack.Calls; call++) attack.Run(call);
        Assert.Empty(attack.Counts.Faults.Values.Select(f => f.First));
    }
}
