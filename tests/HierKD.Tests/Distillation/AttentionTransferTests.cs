namespace HierKD.Tests;

/// <summary>
/// Against a number computed in another language: with q = the sums over channels of the squared feature, as a vector over positions
/// divided by its length, the mean over samples of <c>||q_student - q_teacher||^2</c>.
/// </summary>
public sealed class AttentionTransferTests : LossTest
{
    private const double Expected = 0.470203207537481;

    private readonly Tensor _own = (arange(24, dtype: float64) * 0.7).sin().reshape(2, 3, 2, 2);
    private readonly Tensor _teacher = (arange(32, dtype: float64) * 0.3).cos().reshape(2, 4, 2, 2);

    [Fact]
    public void Three_channels_against_four() =>
        Assert.Equal(Expected, OfFeatures(DistillationLoss.AttentionTransfer("m"), _own, _teacher).item<double>(), 12);

    [Fact]
    public void The_size_of_activations_does_not_matter() =>
        Assert.Equal(Expected, OfFeatures(DistillationLoss.AttentionTransfer("m"), _own * 1e-4, _teacher * 1e4).item<double>(), 12);

    [Fact]
    public void Channels_may_come_last()
    {
        var features = new Dictionary<string, FeaturePair>
        {
            ["m"] =
            new(_own.flatten(2).transpose(1, 2), _teacher.flatten(2).transpose(1, 2)) { ChannelAxis = 2 }
        };
        Assert.Equal(
            Expected, DistillationLoss.AttentionTransfer("m").Compute(new DistillationStep(_own, _own, Labels, features)).item<double>(),
            12);
    }

    [Fact]
    public void The_gradient_is_that_of_finite_differences() =>
        AssertGradient(_own, moved => OfFeatures(DistillationLoss.AttentionTransfer("m"), moved, _teacher));

    [Fact]
    public void A_feature_map_that_is_dead_gives_a_finite_gradient()
    {
        var own = zeros(2, 3, 2, 2).requires_grad_();
        var loss = OfFeatures(DistillationLoss.AttentionTransfer("m"), own, _teacher.to(float32));
        loss.backward();
        Assert.Equal(1, loss.item<float>(), 5);
        TensorAssert.Close(new double[24], own.grad!, 0);
    }

    [Fact]
    public void Without_positions_there_is_nothing_to_transfer() =>
        Assert.Contains(
            "'m' is [3, 4]",
            Assert.Throws<InvalidOperationException>(() => OfFeatures(DistillationLoss.AttentionTransfer("m"), Student, Teacher)).Message,
            StringComparison.Ordinal);
}
