using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public static long seed() => random.seed();

    public static long initial_seed() => random.initial_seed();

    public static Generator manual_seed(long seed) => random.manual_seed(seed);

    public static Tensor get_rng_state() => random.get_rng_state();

    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    /// <summary>The state of the default random number generators.</summary>
    public static partial class random
    {
        public static long seed()
        {
            using var generator = Generator.Default;
            return generator.seed();
        }

        public static long initial_seed()
        {
            using var generator = Generator.Default;
            return generator.initial_seed();
        }

        public static Generator manual_seed(long seed)
        {
            Native.Check(Native.ManualSeed(seed));
            return Generator.Default;
        }

        public static Tensor get_rng_state()
        {
            using var generator = Generator.Default;
            return generator.get_state();
        }

        public static void set_rng_state(Tensor new_state)
        {
            using var generator = Generator.Default;
            generator.set_state(new_state);
        }
    }
}
