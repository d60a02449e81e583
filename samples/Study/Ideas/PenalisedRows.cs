using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Study.Ideas;

/// <summary>The part of a parameter that makes filters which will go.</summary>
internal sealed class PenalisedRows(Parameter parameter, long[] rows) : IDisposable
{
    private readonly Tensor _rows = tensor(rows, device: parameter.device);

    /// <summary>Adds the gradient of a penalty.</summary>
    /// <param name="weight">What the part itself is multiplied by.</param>
    public void Add(double weight)
    {
        if (parameter.grad is not { } gradient) return;
        using var quiet = no_grad();
        gradient.index_add_(0, _rows, parameter.index_select(0, _rows), weight);
    }

    public void Dispose() => _rows.Dispose();
}
