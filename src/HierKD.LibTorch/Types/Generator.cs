using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A source of random numbers.</summary>
    public unsafe class Generator : IDisposable
    {
        public Generator(ulong seed = 0, Device? device = null)
            : this(New((long)seed, device), device ?? CPU)
        {
        }

        private Generator(nint handle, Device device)
        {
            Handle = handle;
            this.device = device;
        }

        ~Generator() => Dispose(false);

        /// <summary>The generator that everything uses that is given none.</summary>
        public static Generator Default
        {
            get
            {
                nint result;
                Native.Check(Native.DefaultGenerator(CPU.Packed, &result));
                return new Generator(result, CPU);
            }
        }

        public nint Handle { get; private set; }

        public Device device { get; private set; }

        public Tensor get_state()
        {
            nint result;
            Native.Check(Native.GeneratorState(Handle, &result));
            GC.KeepAlive(this);
            return new Tensor(result);
        }

        public void set_state(Tensor value)
        {
            ArgumentNullException.ThrowIfNull(value);
            Native.Check(Native.SetGeneratorState(Handle, value.Handle));
            GC.KeepAlive(this);
            GC.KeepAlive(value);
        }

        public Generator manual_seed(long seed)
        {
            Native.Check(Native.SetSeed(Handle, seed));
            GC.KeepAlive(this);
            return this;
        }

        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        public long initial_seed()
        {
            long result;
            Native.Check(Native.InitialSeed(Handle, &result));
            GC.KeepAlive(this);
            return result;
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        protected virtual void Dispose(bool disposing)
        {
            if (Handle != 0)
            {
                Native.ReleaseGenerator(Handle);
                Handle = 0;
            }
        }

        private static nint New(long seed, Device? device)
        {
            if (device is not null && device.type != DeviceType.CPU)
            {
                throw new NotSupportedException("This engine makes generators for the CPU only; those of other devices follow torch.manual_seed.");
            }

            nint result;
            Native.Check(Native.NewGenerator(seed, &result));
            return result;
        }
    }
}
