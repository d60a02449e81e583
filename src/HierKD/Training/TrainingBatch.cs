using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A batch to train or to measure on.</summary>
/// <param name="Batch">Its tensors.</param>
/// <param name="Place">Which batch it is of the user's data.</param>
internal readonly record struct TrainingBatch(PruningBatch Batch, BatchPlace Place)
{
    /// <summary>The number of samples, N.</summary>
    public long Size => Batch.Size;

    /// <summary>Does something with the batch; what fails because of it says which batch it was.</summary>
    /// <exception cref="ArgumentException">The batch does not fit the model or the task.</exception>
    /// <exception cref="TrainingDivergedException">It holds values that are not finite, or training diverged.</exception>
    /// <exception cref="InvalidOperationException">libtorch refuses what the model computes with it.</exception>
    public T Use<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (TrainingDivergedException failure) when (NotFinite() is { } what)
        {
            throw new TrainingDivergedException($"{Place} has {what} that are not finite.", failure);
        }
        // What users' own code throws goes to them as it is.
        catch (ArgumentException failure) when (failure.Source == typeof(TrainingBatch).Assembly.GetName().Name)
        {
            throw Bad($"{Place} does not fit. {NativeMessage.Of(failure)}", failure);
        }
        catch (InvalidOperationException failure) when (failure.InnerException is ExternalException)
        {
            throw new InvalidOperationException($"{Place}: {failure.Message}", failure.InnerException);
        }
        catch (ExternalException failure)
        {
            throw new InvalidOperationException($"{Place} cannot be computed. libtorch says: {NativeMessage.Of(failure)}", failure);
        }
    }

    private static ArgumentException Bad(string what, Exception failure, string argument = "data") => new(what, argument, failure);

    /// <summary>What of the batch holds values that are not finite.</summary>
    public string? NotFinite()
    {
        using var scope = NewDisposeScope();
        return ModelAnswer.IsFinite(Batch.Inputs) ? ModelAnswer.IsFinite(Batch.Targets) ? null : "targets" : "inputs";
    }
}
