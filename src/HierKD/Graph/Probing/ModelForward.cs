using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A way to run a model on its example input.</summary>
internal abstract class ModelForward
{
    /// <summary>The model on its example input as it was given.</summary>
    public abstract Tensor[] Run();

    /// <summary>Whether there are samples that <see cref="RunSamples"/> can choose from.</summary>
    public abstract bool HasSamples { get; }

    /// <summary>The model on the first sample of its example input, or on another one made of it, or on both, in that order.</summary>
    public abstract Tensor[] RunSamples(bool first, bool other);

    /// <summary>The model on the first sample, repeated.</summary>
    public abstract Tensor[] RunFirst(int times);

    /// <summary>
    /// The model on values that only look like the example, or on the example itself where others might not be valid; on a single sample if
    /// <paramref name="one"/>.
    /// </summary>
    public abstract Tensor[] RunRandom(bool one, int seed);

    /// <summary>A model with one input, whose leading axis is taken for the batch until that proves wrong.</summary>
    public static ModelForward Of(nn.Module<Tensor, Tensor> model, Tensor exampleInput) => new SingleInput(model, exampleInput);

    /// <summary>Whatever a delegate does.</summary>
    public static ModelForward Of(Func<Tensor[]> forward) => new Closure(forward);

    private sealed class SingleInput(nn.Module<Tensor, Tensor> model, Tensor example) : ModelForward
    {
        private readonly long _first = Liveliest(example);

        public override bool HasSamples => example.dim() > 1 && example.shape[0] > 0;

        private Tensor First => example.narrow(0, _first, 1);

        public override Tensor[] Run() => [model.call(example)];

        public override Tensor[] RunSamples(bool first, bool other)
        {
            using var one = First;
            using var two = Another(one);
            using var input = first && other ? cat(new List<Tensor> { one, two }, 0) : (first ? one : two).clone();
            return [model.call(input)];
        }

        public override Tensor[] RunFirst(int times)
        {
            using var one = First;
            using var input = one.repeat([times, .. Enumerable.Repeat(1L, (int)example.dim() - 1)]);
            return [model.call(input)];
        }

        public override Tensor[] RunRandom(bool one, int seed)
        {
            using var like = one ? First : example.alias();
            using var input = like.is_floating_point() ? PseudoRandom.Like(like, seed) : like.clone();
            return [model.call(input)];
        }

        /// <summary>Other values that are as valid: indices stay indices.</summary>
        private static Tensor Another(Tensor sample)
        {
            if (!sample.is_floating_point()) return sample.flip(-1);
            using var scope = NewDisposeScope();
            var isConstant = sample.max().eq(sample.min()).ToBoolean();
            return (isConstant ? PseudoRandom.Like(sample, seed: 0) : sample.flip(-1).mul(-0.5)).MoveToOuterDisposeScope();
        }

        /// <summary>The sample whose values differ most: one of zeros, say, would show nothing.</summary>
        private static long Liveliest(Tensor example)
        {
            if (example.dim() < 2 || example.shape[0] < 2 || example.numel() == 0 || example.is_complex()) return 0;
            using var scope = NewDisposeScope();
            var values = example.flatten(1).to(ScalarType.Float32);
            return (values.max(1).values - values.min(1).values).argmax().ToInt64();
        }
    }

    private sealed class Closure(Func<Tensor[]> forward) : ModelForward
    {
        public override bool HasSamples => false;

        public override Tensor[] Run() => forward();

        public override Tensor[] RunSamples(bool first, bool other) => forward();

        public override Tensor[] RunFirst(int times) => forward();

        public override Tensor[] RunRandom(bool one, int seed) => forward();
    }
}
