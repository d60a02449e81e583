using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// The forward as it runs in training mode: the user's own modules are in it and may call layers that they do not call in evaluation mode,
/// while TorchSharp's modules stay in evaluation mode, so that no statistics move. Buffers that a forward changes are given back; what it
/// draws of torch's generator is not.
/// </summary>
internal sealed class TrainingModeForward : ModelForward
{
    private readonly nn.Module _model;
    private readonly (nn.Module Module, bool Training)[] _modules;
    private readonly ModelForward _forward;

    /// <param name="model">The model, with the flags that the user has given it.</param>
    /// <param name="forward">Runs it.</param>
    public TrainingModeForward(nn.Module model, ModelForward forward)
    {
        _model = model;
        // A model in training mode may have parts that the user holds in evaluation mode.
        _modules = [.. model.named_modules().Select(m => m.module).Prepend(model)
            .Select(m => (m, !WatchedModel.IsTorchSharps(m) && (m.training || !model.training)))];
        _forward = forward;
    }

    private TrainingModeForward(TrainingModeForward other, ModelForward forward) =>
        (_model, _modules, _forward) = (other._model, other._modules, forward);

    /// <summary>The same on other inputs.</summary>
    public TrainingModeForward On(ModelForward forward) => new(this, forward);

    public override bool HasSamples => _forward.HasSamples;

    public override bool MayMistakeSamples => _forward.MayMistakeSamples;

    public override Tensor[] Run() => InTrainingMode(_forward.Run);

    public override Tensor[] RunSamples(bool first, bool other) => InTrainingMode(() => _forward.RunSamples(first, other));

    public override Tensor[] RunFirst(int times) => InTrainingMode(() => _forward.RunFirst(times));

    public override Tensor[] RunRandom(bool one, int seed) => InTrainingMode(() => _forward.RunRandom(one, seed));

    private Tensor[] InTrainingMode(Func<Tensor[]> run)
    {
        var buffers = _model.named_buffers().Select(b => (Own: b.buffer, Before: b.buffer.detach().clone().DetachFromDisposeScope()))
            .ToArray();
        try
        {
            // A module passes its flag on to its children, which come after it.
            foreach (var (module, training) in _modules) module.train(training);
            return run();
        }
        finally
        {
            _model.eval();
            foreach (var (own, before) in buffers)
            {
                own.copy_(before);
                before.Dispose();
            }
        }
    }
}
