using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>
/// What is left of an index after the numbers, slices and new axes have become views: the view, and the tensors that still
/// have to index it, one entry for each leading axis. Intermediate views are disposed of at the end.
/// </summary>
internal sealed class IndexedView : IDisposable
{
    private readonly torch.Tensor source;
    private readonly List<torch.Tensor> owned = [];

    private IndexedView(torch.Tensor source) => Target = this.source = source;

    internal torch.Tensor Target { get; private set; }

    internal torch.Tensor?[]? Indices { get; private set; }

    internal static IndexedView Of(torch.Tensor source, torch.TensorIndex[] indices)
    {
        var view = new IndexedView(source);
        try
        {
            view.Apply(indices);
            return view;
        }
        catch
        {
            view.Dispose();
            throw;
        }
    }

    /// <summary>The view itself, as the caller's own tensor.</summary>
    internal torch.Tensor Take()
    {
        if (ReferenceEquals(Target, source))
        {
            return source.alias();
        }

        // By reference: tensors are equal by content, and one that holds NaN does not even equal itself.
        owned.RemoveAt(owned.FindLastIndex(own => ReferenceEquals(own, Target)));
        return Target;
    }

    public void Dispose()
    {
        foreach (var tensor in owned)
        {
            tensor.Dispose();
        }
    }

    private void Apply(torch.TensorIndex[] indices)
    {
        var taken = indices.Sum(AxesTaken);
        if (taken > source.ndim)
        {
            throw new System.Runtime.InteropServices.ExternalException($"too many indices for tensor of dimension {source.ndim}");
        }

        var tensors = new List<torch.Tensor?>();
        long axis = 0;
        long covered = 0;
        foreach (var index in indices)
        {
            switch (index.IndexKind)
            {
                case torch.TensorIndex.Kind.Single:
                    Move(Target.select(axis, index.Start ?? 0));
                    break;
                case torch.TensorIndex.Kind.Slice:
                    Move(Aten.slice_Tensor.Call(Target, axis++, index.Start, index.Stop, index.Step ?? 1));
                    break;
                case torch.TensorIndex.Kind.Ellipsis:
                    axis += source.ndim - taken;
                    break;
                case torch.TensorIndex.Kind.NewAxis:
                    Move(Target.unsqueeze(axis++));
                    break;
                case torch.TensorIndex.Kind.Bool:
                    Move(Target.unsqueeze(axis));
                    Put(tensors, axis++ - covered, Own(torch.tensor(index.Start != 0, device: source.device).unsqueeze(0)));
                    break;
                default:
                    // A mask stands for as many axes as it has, and is one entry of the native index.
                    Put(tensors, axis - covered, index.Indices!);
                    axis += AxesTaken(index);
                    covered += AxesTaken(index) - 1;
                    break;
            }
        }

        if (tensors.Count > 0)
        {
            Indices = [.. tensors];
        }
    }

    private static long AxesTaken(torch.TensorIndex index) => index.IndexKind switch
    {
        torch.TensorIndex.Kind.Single or torch.TensorIndex.Kind.Slice => 1,
        torch.TensorIndex.Kind.Tensor => index.Indices is { dtype: torch.ScalarType.Bool or torch.ScalarType.Byte } mask ? mask.ndim : 1,
        _ => 0,
    };

    private static void Put(List<torch.Tensor?> tensors, long axis, torch.Tensor tensor)
    {
        while (tensors.Count < axis)
        {
            tensors.Add(null);
        }

        tensors.Add(tensor);
    }

    private void Move(torch.Tensor view) => Target = Own(view);

    private torch.Tensor Own(torch.Tensor tensor)
    {
        owned.Add(tensor);
        return tensor;
    }
}
