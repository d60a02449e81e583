using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>An n-dimensional array of numbers that libtorch computes with.</summary>
    public partial class Tensor : IDisposable
    {
        private static long totalCount;
        private static long peakCount;

        private nint handle;
        private int kibibytes;

        /// <summary>
        /// Owns a native handle. Parameter, a tensor that takes over another tensor's handle with <see cref="MoveHandle"/>, passes
        /// <paramref name="register"/> as false, because it enters the dispose scope of the tensor that it replaces.
        /// </summary>
        internal Tensor(nint handle, bool register = true)
        {
            this.handle = handle;
            var total = Interlocked.Increment(ref totalCount);
            peakCount = Math.Max(total, peakCount);
            if (register)
            {
                OwningDisposeScope = DisposeScopeManager.ThreadSingleton.Register(this);
            }
        }

        /// <summary>Owns what an operator returned, and counts the memory that hangs on it.</summary>
        internal Tensor(nint handle, int kibibytes)
            : this(handle)
        {
            if (kibibytes > 0)
            {
                this.kibibytes = kibibytes;
                TensorMemory.Added((long)kibibytes << 10);
            }
        }

        ~Tensor() => Dispose(false);

        public static long TotalCount => totalCount;

        public static long PeakCount => peakCount;

        public nint Handle => handle != 0 ? handle : throw new InvalidOperationException("Tensor invalid -- empty handle.");

        public bool IsInvalid => handle == 0;

        public string? name { get; set; }

        internal DisposeScope? OwningDisposeScope { get; set; }

        /// <summary>A tensor over a handle of the native library, whose reference it takes over.</summary>
        public static Tensor UnsafeCreateTensor(nint handle) => new(handle);

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }

        public nint DecoupleFromNativeHandle()
        {
            var released = Handle;
            Interlocked.Decrement(ref totalCount);
            ForgetMemory();
            handle = 0;
            return released;
        }

        public Tensor MoveToOuterDisposeScope()
        {
            OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other)
        {
            ArgumentNullException.ThrowIfNull(other);
            return MoveToOtherDisposeScope(other.OwningDisposeScope);
        }

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is null && other is not null)
            {
                other.Attach(this);
            }
            else
            {
                OwningDisposeScope?.MoveToOther(other, this);
            }

            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            OwningDisposeScope?.Detach(this);
            return this;
        }

        [Obsolete("The method name misspells 'Detach.' Use 'DetachFromDisposeScope' instead.", false)]
        public Tensor DetatchFromDisposeScope() => DetachFromDisposeScope();

        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public override int GetHashCode() => base.GetHashCode();

        /// <summary>Gives the handle away, as a parameter that wraps this tensor takes it; this tensor is empty from then on.</summary>
        internal nint MoveHandle()
        {
            var moved = handle;
            ForgetMemory();
            handle = 0;
            return moved;
        }

        protected virtual void Dispose(bool disposing)
        {
            if (handle == 0)
            {
                return;
            }

            DisposeScopeManager.ThreadSingleton.CountDisposal(this);
            OwningDisposeScope?.MarkAsDisposed(this);
            Interlocked.Decrement(ref totalCount);
            ForgetMemory();
            Native.Release(handle);
            handle = 0;
        }

        private void ForgetMemory()
        {
            if (kibibytes > 0)
            {
                TensorMemory.Removed((long)kibibytes << 10);
                kibibytes = 0;
            }
        }
    }
}
