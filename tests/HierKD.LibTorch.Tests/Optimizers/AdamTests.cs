namespace HierKD.LibTorch.Tests.Optimizers;

/// <summary>Kingma and Ba 2015; Reddi et al. 2018 (AMSGrad); Loshchilov and Hutter 2019 (AdamW).</summary>
public sealed class AdamTests : ScopedTest
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(0.02, false)]
    [InlineData(0.02, true)]
    public void Adam_follows_the_published_rule(double decay, bool amsgrad) =>
        OptimizerRun.Check(
            p => optim.Adam([p], 0.05, 0.8, 0.95, 1e-7, decay, amsgrad),
            new Rule(0.05, 0.8, 0.95, 1e-7, decay, amsgrad, decoupled: false).Next);

    [Theory]
    [InlineData(0, false)]
    [InlineData(0.2, false)]
    [InlineData(0.2, true)]
    public void AdamW_decays_apart_from_the_gradient(double decay, bool amsgrad) =>
        OptimizerRun.Check(
            p => optim.AdamW([p], 0.05, 0.8, 0.95, 1e-7, decay, amsgrad),
            new Rule(0.05, 0.8, 0.95, 1e-7, decay, amsgrad, decoupled: true).Next);

    [Fact]
    public void Defaults_are_the_published_ones()
    {
        OptimizerRun.Check(p => optim.Adam([p]), new Rule(1e-3, 0.9, 0.999, 1e-8, 0, false, decoupled: false).Next);
        OptimizerRun.Check(p => optim.AdamW([p]), new Rule(1e-3, 0.9, 0.999, 1e-8, 0, false, decoupled: true).Next);
    }

    private sealed class Rule(double rate, double beta1, double beta2, double eps, double decay, bool amsgrad, bool decoupled)
    {
        private readonly double[] _first = new double[OptimizerRun.Start.Length];
        private readonly double[] _second = new double[OptimizerRun.Start.Length];
        private readonly double[] _largest = new double[OptimizerRun.Start.Length];

        public double Next(int step, int i, double w, double g)
        {
            if (decoupled)
            {
                w -= rate * decay * w;
            }
            else
            {
                g += decay * w;
            }
            _first[i] = (beta1 * _first[i]) + ((1 - beta1) * g);
            _second[i] = (beta2 * _second[i]) + ((1 - beta2) * g * g);
            _largest[i] = Math.Max(_largest[i], _second[i]);
            var mean = _first[i] / (1 - Math.Pow(beta1, step));
            var variance = (amsgrad ? _largest[i] : _second[i]) / (1 - Math.Pow(beta2, step));
            return w - (rate * mean / (Math.Sqrt(variance) + eps));
        }
    }
}
