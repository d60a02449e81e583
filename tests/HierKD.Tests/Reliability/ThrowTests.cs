using HierKD.Reliability.Throws;

namespace HierKD.Tests.Reliability;

/// <summary>Every so many calls of the user's own parts; tests/HierKD.Reliability has all.</summary>
public sealed class ThrowTests
{
    private const int Stride = 30;

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void A_run_that_is_disturbed_leaves_the_model_or_gives_the_student(bool cancels, bool hasCheckpoint)
    {
        using var attack = new ThrowAttack(seed: 1, new ThrowWay(cancels, hasCheckpoint));
        // The last calls come when the model is the student already.
        foreach (var call in Enumerable.Range(0, (int)attack.Calls / Stride).Select(i => attack.Calls + 1 - (i * Stride))) attack.Run(call);
        Assert.Empty(attack.Counts.Faults.Values.Select(f => f.First));
    }
}
