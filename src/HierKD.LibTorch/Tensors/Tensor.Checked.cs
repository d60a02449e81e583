using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique(bool sorted = true, bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Asked(dim is null
                ? Aten._unique2.Call3(this, sorted, return_inverse, return_counts)
                : Aten.unique_dim.Call3(this, dim.Value, sorted, return_inverse, return_counts), return_inverse, return_counts);

        public (Tensor output, Tensor? inverse_indices, Tensor? counts) unique_consecutive(bool return_inverse = false, bool return_counts = false, int? dim = null) =>
            Asked(Aten.unique_consecutive.Call3(this, return_inverse, return_counts, dim), return_inverse, return_counts);

        public bool Equals(Tensor? target) => target is not null && Aten.equal.CallBool(this, target);

        public Tensor where(Tensor condition, Tensor y)
        {
            ArgumentNullException.ThrowIfNull(condition);
            return condition.dtype == ScalarType.Bool
                ? Aten.where_self.Call(condition, this, y)
                : throw new ArgumentException("The condition to 'where' must be a boolean tensor.");
        }

        public IList<Tensor> nonzero_as_list() => Aten.nonzero_numpy.CallList(this);

        public Tensor unflatten(long dim, params long[] sizes)
        {
            ArgumentNullException.ThrowIfNull(sizes);
            if (dim < 0 || dim >= ndim)
            {
                throw new ArgumentException($"Invalid 'dim' argument: {dim}.");
            }

            return sizes.Length > 0 ? Aten.unflatten_int.Call(this, dim, sizes) : throw new ArgumentException("The number of output sizes is zero.");
        }

        public Tensor tensordot(Tensor b, long dims = 2)
        {
            var own = Enumerable.Range(0, (int)dims).Select(k => ndim - dims + k).ToArray();
            var others = Enumerable.Range(0, (int)dims).Select(k => (long)k).ToArray();
            return tensordot(b, own, others);
        }

        public long size(int dim) => Aten.size_int.CallNumber(this, (long)dim).Int;

        public long stride(int dim) => Aten.stride_int.CallNumber(this, (long)dim).Int;

        private static Tensor Indices(Tensor index)
        {
            ArgumentNullException.ThrowIfNull(index);
            return index.dtype == ScalarType.Int64 ? index : throw new ArgumentException("Element type of 'index' must be 'Int64'");
        }

        private static (Tensor Output, Tensor? Inverse, Tensor? Counts) Asked((Tensor Output, Tensor Inverse, Tensor Counts) found, bool inverse, bool counts)
        {
            if (!inverse)
            {
                found.Inverse.Dispose();
            }

            if (!counts)
            {
                found.Counts.Dispose();
            }

            return (found.Output, inverse ? found.Inverse : null, counts ? found.Counts : null);
        }
    }
}
