using static TorchSharp.torch;

namespace HierKD;

/// <summary>Puts a model into evaluation mode without gradients; disposing it gives every module its own training flag back.</summary>
internal sealed class EvaluationMode : IDisposable
{
    private readonly TrainingFlags _flags;
    private readonly IDisposable _noGrad;

    public EvaluationMode(nn.Module model)
    {
        _flags = new TrainingFlags(model);
        model.eval();
        _noGrad = no_grad();
    }

    public void Dispose()
    {
        _noGrad.Dispose();
        _flags.Restore();
    }
}
