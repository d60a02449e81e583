using static TorchSharp.torch;

namespace HierKD;

/// <summary>The training flag of every module of a model: a user may have put some of them into evaluation mode on purpose.</summary>
internal sealed class TrainingFlags(nn.Module model)
{
    private readonly (nn.Module Module, bool Training)[] _flags =
        [(model, model.training), .. model.named_modules().Select(m => (m.module, m.module.training))];

    /// <summary>
    /// Puts the model into training mode. Modules that the user holds in evaluation mode while the model itself is in training mode (frozen
    /// norms) stay in it.
    /// </summary>
    public void Train()
    {
        if (_flags[0].Training) Restore();
        else _flags[0].Module.train();
    }

    public void Restore()
    {
        // train(bool) reaches a module's children as well, so parents come first and children have the last word.
        foreach (var (module, training) in _flags)
        {
            module.train(training);
        }
    }
}
