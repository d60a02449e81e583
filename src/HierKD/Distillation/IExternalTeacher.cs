using static TorchSharp.torch;

namespace HierKD;

/// <summary>
/// A teacher from outside: another network, a function, answers from a file. It stands above the original at the top of the hierarchy.
/// <see cref="ExternalTeacher"/> has the usual ones.
/// </summary>
public interface IExternalTeacher
{
    /// <summary>What logs and reports call it; not the name of a level.</summary>
    string Name { get; }

    /// <summary>What an answer costs, in multiply-adds for each sample, for budgets and the report's count.</summary>
    /// <value>0 by default: not counted.</value>
    long MultiplyAdds => 0;

    /// <summary>
    /// Whether a sample is answered alike each time: answers are then remembered where samples have numbers
    /// (<see cref="TrainingOptions.TeacherCacheBytes"/>).
    /// </summary>
    /// <value><see langword="true"/> by default.</value>
    bool IsRepeatable => true;

    /// <summary>The answers to a batch. Gradients are off.</summary>
    /// <param name="batch">The batch, on the model's device.</param>
    /// <returns>An output for each of the model's that is distilled, in its shape, on any device; the caller's dispose scope owns them.
    /// </returns>
    IReadOnlyList<Tensor> Teach(PruningBatch batch);
}
