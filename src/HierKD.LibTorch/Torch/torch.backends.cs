using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>Switches of the libraries that libtorch computes with.</summary>
    public static partial class backends
    {
        /// <summary>Switches of CUDA.</summary>
        public static partial class cuda
        {
            /// <summary>Switches of CUDA's matrix products.</summary>
            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.Tf32(0) != 0;
                    set => Native.Check(Native.SetTf32(0, value ? 1 : 0));
                }
            }
        }

        /// <summary>Switches of cuDNN.</summary>
        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.Tf32(1) != 0;
                set => Native.Check(Native.SetTf32(1, value ? 1 : 0));
            }
        }
    }
}
