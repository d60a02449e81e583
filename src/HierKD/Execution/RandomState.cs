using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The state of torch's generator, which the whole process shares: disposing this gives it back. Those of GPUs stay where they are, since
/// TorchSharp does not tell their state. While somebody else's run goes on it is left alone: the run would draw the same numbers again.
/// </summary>
internal sealed class RandomState : IDisposable
{
    private readonly Tensor? _state = RunTurn.IsOthers ? null : get_rng_state().DetachFromDisposeScope();

    public void Dispose()
    {
        if (_state is null) return;
        if (!RunTurn.IsOthers) set_rng_state(_state);
        _state.Dispose();
    }
}
