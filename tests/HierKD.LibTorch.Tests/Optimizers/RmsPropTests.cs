namespace HierKD.LibTorch.Tests.Optimizers;

/// <summary>Hinton's lecture 6; the centered form is Graves 2013.</summary>
public sealed class RmsPropTests : ScopedTest
{
    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(0.9, 0, false)]
    [InlineData(0, 0, true)]
    [InlineData(0.5, 0.05, true)]
    [InlineData(0, 0.05, false)]
    public void Follows_the_published_rule(double momentum, double decay, bool centered)
    {
        const double rate = 0.02, alpha = 0.9, eps = 1e-6;
        var square = new double[OptimizerRun.Start.Length];
        var mean = new double[OptimizerRun.Start.Length];
        var velocity = new double[OptimizerRun.Start.Length];
        OptimizerRun.Check(
            p => optim.RMSProp([p], rate, alpha, eps, decay, momentum, centered),
            (_, i, w, g) =>
            {
                g += decay * w;
                square[i] = (alpha * square[i]) + ((1 - alpha) * g * g);
                mean[i] = (alpha * mean[i]) + ((1 - alpha) * g);
                var variance = centered ? square[i] - (mean[i] * mean[i]) : square[i];
                var direction = g / (Math.Sqrt(variance) + eps);
                velocity[i] = (momentum * velocity[i]) + direction;
                return w - (rate * (momentum > 0 ? velocity[i] : direction));
            });
    }
}
