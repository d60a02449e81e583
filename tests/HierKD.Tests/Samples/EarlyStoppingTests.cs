using OwnTrainingLoop;

namespace HierKD.Tests.Samples;

/// <summary>The early stopping of samples/OwnTrainingLoop.</summary>
public sealed class EarlyStoppingTests
{
    [Fact]
    public void It_is_due_after_so_many_epochs_without_a_better_metric()
    {
        var stopping = new EarlyStopping(patience: 2);
        Assert.Equal([true, false, true, false], new[] { 0.5, 0.4, 0.6, 0.6 }.Select(stopping.IsBest));
        Assert.False(stopping.IsDue);
        Assert.False(stopping.IsBest(0.59));
        Assert.True(stopping.IsDue);
    }

    [Fact]
    public void A_better_epoch_begins_the_count_anew()
    {
        var stopping = new EarlyStopping(patience: 2);
        foreach (var metric in new[] { 0.5, 0.4, 0.6, 0.5, 0.7, 0.6 }) stopping.IsBest(metric);
        Assert.False(stopping.IsDue);
    }
}
