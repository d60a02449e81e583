using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>What there is of CUDA on this machine.</summary>
    public static partial class cuda
    {
        public static bool is_available() => Native.CudaDevices() > 0;

        public static bool is_cudnn_available() => Native.HasCudnn() != 0;

        public static int device_count() => Native.CudaDevices();

        public static void manual_seed(long seed) => Native.Check(Native.CudaManualSeed(seed, 0));

        public static void manual_seed_all(long seed) => Native.Check(Native.CudaManualSeed(seed, 1));

        public static void synchronize(Device? device = null)
        {
            if (is_available())
            {
                Native.Check(Native.Synchronize((device ?? CUDA).Packed));
            }
        }
    }
}
