using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A way to run a model on its example inputs. It gives the outputs through which gradients flow.</summary>
internal abstract class ModelForward
{
    /// <summary>The model on its example inputs as they were given.</summary>
    public abstract Tensor[] Run();

    /// <summary>Whether there are samples that <see cref="RunSamples"/> can choose from.</summary>
    public abstract bool HasSamples { get; }

    /// <summary>
    /// Whether an input may only look as if it had a row for each sample: one that all share can be as long as the batch by chance.
    /// </summary>
    public abstract bool MayMistakeSamples { get; }

    /// <summary>The model on the first sample of its example inputs, or on another one made of it, or on both, in that order.</summary>
    public abstract Tensor[] RunSamples(bool first, bool other);

    /// <summary>The model on the first sample, repeated.</summary>
    public abstract Tensor[] RunFirst(int times);

    /// <summary>
    /// The model on values that only look like the example, or on the example itself where others might not be valid; on a single sample if
    /// <paramref name="one"/>.
    /// </summary>
    public abstract Tensor[] RunRandom(bool one, int seed);

    /// <summary>A model whose first input's leading axis is taken for the batch until that proves wrong.</summary>
    public static ModelForward Of(ModelCall call, IReadOnlyList<Tensor> exampleInputs, DiscoveryWatch watch) =>
        new OfInputs(call, exampleInputs, watch);

    private sealed class OfInputs(ModelCall call, IReadOnlyList<Tensor> example, DiscoveryWatch watch) : ModelForward
    {
        private readonly long _samples = ModelInputs.Samples(example);
        private readonly long _first = example.Count == 0 ? 0 : Liveliest(example[0]);

        public override bool HasSamples => _samples > 0 && example[0].dim() > 1;

        public override bool MayMistakeSamples => example.Count > 1;

        public override Tensor[] Run() => Outputs(example);

        public override Tensor[] RunSamples(bool first, bool other) => CallOnce([.. example.Select(input => OfSample(input, one =>
        {
            using var two = Another(one);
            return first && other ? cat(new List<Tensor> { one, two }, 0) : (first ? one : two).clone();
        }))]);

        public override Tensor[] RunFirst(int times) => CallOnce([.. example.Select(input => OfSample(
            input, one => one.repeat([times, .. Enumerable.Repeat(1L, (int)one.dim() - 1)])))]);

        public override Tensor[] RunRandom(bool one, int seed) => CallOnce([.. example.Select((input, i) =>
            one ? OfSample(input, sample => Random(sample, seed + i)) : Random(input, seed + i))]);

        /// <summary>What hooks make during the call is the affair of the caller's scope; the inputs are ours.</summary>
        private Tensor[] CallOnce(Tensor[] inputs)
        {
            using var owned = new OwnedTensors(inputs);
            return Outputs(inputs);
        }

        /// <summary>Outputs of whole numbers carry neither a gradient nor a mark.</summary>
        private Tensor[] Outputs(IReadOnlyList<Tensor> inputs)
        {
            watch.Pass();
            return [.. call.Run(inputs).Where(output => output.is_floating_point())];
        }

        private Tensor OfSample(Tensor input, Func<Tensor, Tensor> make)
        {
            if (!ModelInputs.IsOfSamples(input, _samples)) return input.alias();
            using var one = input.narrow(0, _first, 1);
            return make(one);
        }

        private static Tensor Random(Tensor like, int seed) => like.is_floating_point() ? PseudoRandom.Like(like, seed) : like.clone();

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
}
