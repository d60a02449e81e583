using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The state of torch's generator, which the whole process shares: disposing this gives it back. Those of GPUs stay where they are, since
/// TorchSharp does not tell their state.
/// </summary>
internal sealed class RandomState : IDisposable
{
    private readonly Tensor _state = get_rng_state().DetachFromDisposeScope();

    public void Dispose()
    {
        set_rng_state(_state);
        _state.Dispose();
    }
}
