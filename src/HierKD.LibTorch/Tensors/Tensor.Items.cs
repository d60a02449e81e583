using System.Runtime.CompilerServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        [IndexerName("TensorItems")]
        public Tensor this[params TensorIndex[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params Tensor[] indices]
        {
            get => index(indices);
            set => index_put_(value, indices);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1]
        {
            get => select(0, i1);
            set => Assign(value, i1);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2]
        {
            get => At(i1, i2);
            set => Assign(value, i1, i2);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3]
        {
            get => At(i1, i2, i3);
            set => Assign(value, i1, i2, i3);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4]
        {
            get => At(i1, i2, i3, i4);
            set => Assign(value, i1, i2, i3, i4);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5]
        {
            get => At(i1, i2, i3, i4, i5);
            set => Assign(value, i1, i2, i3, i4, i5);
        }

        [IndexerName("TensorItems")]
        public Tensor this[long i1, long i2, long i3, long i4, long i5, long i6]
        {
            get => At(i1, i2, i3, i4, i5, i6);
            set => Assign(value, i1, i2, i3, i4, i5, i6);
        }

        [IndexerName("TensorItems")]
        public Tensor this[params long[] indices]
        {
            get => index(Singles(indices));
            set => index_put_(value, Singles(indices));
        }

        public Tensor index(params TensorIndex[] indices)
        {
            ArgumentNullException.ThrowIfNull(indices);
            using var view = IndexedView.Of(this, indices);
            return view.Indices is null ? view.Take() : Aten.index_Tensor.Call(view.Target, view.Indices);
        }

        public Tensor index(params Tensor[] indices) => index(Tensors(indices));

        public Tensor index_put_(Tensor value, params TensorIndex[] indices) => index_put_(value, indices, false);

        public Tensor index_put_(Tensor value, TensorIndex[] indices, bool accumulate = false)
        {
            ArgumentNullException.ThrowIfNull(value);
            ArgumentNullException.ThrowIfNull(indices);
            if (accumulate && !indices.Any(index => index.IndexKind == TensorIndex.Kind.Tensor))
            {
                throw new ArgumentException("Values can only be accumulated through indices that are tensors.", nameof(indices));
            }

            using var view = IndexedView.Of(this, indices);
            if (view.Indices is null)
            {
                using var fitting = WithoutLeadingOnes(value, view.Target.ndim);
                Aten.copy_.Run(view.Target, fitting);
            }
            else
            {
                Aten.index_put_.Run(view.Target, view.Indices, value, accumulate);
            }

            return this;
        }

        public Tensor index_put_(Tensor value, params Tensor[] indices) => index_put_(value, Tensors(indices), false);

        public Tensor index_put_(Tensor value, Tensor[] indices, bool accumulate = false) => index_put_(value, Tensors(indices), accumulate);

        public Tensor index_put_(Scalar value, params TensorIndex[] indices)
        {
            using var scalar = Aten.scalar_tensor.Call(value, dtype, Arg.Default, device);
            return index_put_(scalar, indices, false);
        }

        public Tensor index_put_(Scalar value, params Tensor[] indices) => index_put_(value, Tensors(indices));

        private static TensorIndex[] Tensors(Tensor[] indices) => Array.ConvertAll(indices, TensorIndex.Tensor);

        private static TensorIndex[] Singles(long[] indices) => Array.ConvertAll(indices, index => TensorIndex.Single(index));

        private static Tensor WithoutLeadingOnes(Tensor value, long dimensions)
        {
            var shape = value.shape;
            var ones = 0;
            while (shape.Length - ones > dimensions && shape[ones] == 1)
            {
                ones++;
            }

            return ones == 0 ? value.alias() : value.reshape(shape[ones..]);
        }

        private Tensor At(params ReadOnlySpan<long> indices)
        {
            var current = this;
            foreach (var index in indices)
            {
                var next = current.select(0, index);
                if (!ReferenceEquals(current, this))
                {
                    current.Dispose();
                }

                current = next;
            }

            return current;
        }

        private void Assign(Tensor value, params ReadOnlySpan<long> indices)
        {
            ArgumentNullException.ThrowIfNull(value);
            using var target = At(indices);
            Aten.copy_.Run(target, value);
        }
    }
}
