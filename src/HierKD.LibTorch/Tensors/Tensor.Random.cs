using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor bernoulli(Generator? generator = null) => Aten.bernoulli.Call(this, generator);

        public Tensor bernoulli_(Tensor p, Generator? generator = null) => Aten.bernoulli__Tensor.InPlace(this, p, generator);

        public Tensor bernoulli_(double p = 0.5, Generator? generator = null) => Aten.bernoulli__float.InPlace(this, p, generator);

        public Tensor normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Aten.normal_.InPlace(this, mean, std, generator);

        public Tensor uniform_(double from, double to, Generator? generator = null) => Aten.uniform_.InPlace(this, from, to, generator);

        public Tensor random_(double from, double to, Generator? generator = null) => Aten.random__from.InPlace(this, (long)from, (long)to, generator);

        public Tensor exponential_(double lambda = 1.0, Generator? generator = null) => Aten.exponential_.InPlace(this, lambda, generator);

        public Tensor geometric_(double p, Generator? generator = null) => Aten.geometric_.InPlace(this, p, generator);

        public Tensor cauchy_(double median = 0.0, double sigma = 1.0, Generator? generator = null) => Aten.cauchy_.InPlace(this, median, sigma, generator);

        public Tensor log_normal_(double mean = 0.0, double std = 1.0, Generator? generator = null) => Aten.log_normal_.InPlace(this, mean, std, generator);

        public Tensor multinomial(long num_samples, bool replacement = false, Generator? generator = null) =>
            Aten.multinomial.Call(this, num_samples, replacement, generator);

        public Tensor poisson(Generator? generator = null) => Aten.poisson.Call(this, generator);
    }
}
