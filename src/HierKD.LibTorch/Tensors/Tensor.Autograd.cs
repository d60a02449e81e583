using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public bool requires_grad
        {
            get
            {
                int result;
                Native.Check(Native.RequiresGrad(Handle, &result));
                GC.KeepAlive(this);
                return result != 0;
            }

            set
            {
                Native.Check(Native.SetRequiresGrad(Handle, value ? 1 : 0));
                GC.KeepAlive(this);
            }
        }

        public bool is_leaf
        {
            get
            {
                int result;
                Native.Check(Native.IsLeaf(Handle, &result));
                GC.KeepAlive(this);
                return result != 0;
            }
        }

        public Tensor? grad
        {
            get
            {
                nint result;
                Native.Check(Native.Grad(Handle, &result));
                GC.KeepAlive(this);
                return result == 0 ? null : new Tensor(result);
            }

            set
            {
                Native.Check(Native.SetGrad(Handle, value?.Handle ?? 0));
                GC.KeepAlive(this);
                GC.KeepAlive(value);
            }
        }

        public Tensor requires_grad_(bool requires_grad = true) => with_requires_grad(requires_grad);

        public Tensor with_requires_grad(bool requires_grad = true)
        {
            this.requires_grad = requires_grad;
            return this;
        }

        public void retain_grad()
        {
            Native.Check(Native.RetainGrad(Handle));
            GC.KeepAlive(this);
        }

        public void backward() => autograd.Run([this], null, false, false, null);

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) =>
            autograd.Run([this], grad_tensors, retain_graph, create_graph, inputs);

        /// <summary>Marks a tensor that was just made, where its caller asked for gradients.</summary>
        internal Tensor Requiring(bool gradients)
        {
            if (gradients)
            {
                requires_grad = true;
            }

            return this;
        }
    }
}
