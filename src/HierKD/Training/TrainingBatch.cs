using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>A batch to train or to measure on.</summary>
/// <param name="X">Inputs, <c>[N, …]</c>.</param>
/// <param name="Y">Targets.</param>
/// <param name="Samples">The samples' numbers, from a source that has them.</param>
internal readonly record struct TrainingBatch(Tensor X, Tensor Y, IReadOnlyList<long>? Samples = null)
{
    /// <summary>Which batch it is, if it is one of the user's data.</summary>
    public BatchPlace? Place { get; init; }

    /// <summary>One that outlives the source's next batch.</summary>
    public TrainingBatch Copy()
    {
        using var quiet = no_grad();
        // Null tensors stay null: whoever reads the batch complains of them.
        return this with { X = X?.clone().DetachFromDisposeScope()!, Y = Y?.clone().DetachFromDisposeScope()! };
    }

    public void Dispose()
    {
        X?.Dispose();
        Y?.Dispose();
    }

    public void Deconstruct(out Tensor x, out Tensor y) => (x, y) = (X, Y);

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
        catch (ArgumentException failure) when (Place is not null && failure.Source == typeof(TrainingBatch).Assembly.GetName().Name)
        {
            throw Bad($"{Place} does not fit. {NativeMessage.Of(failure)}", failure);
        }
        catch (InvalidOperationException failure) when (Place is not null && failure.InnerException is ExternalException)
        {
            throw new InvalidOperationException($"{Place}: {failure.Message}", failure.InnerException);
        }
        catch (ExternalException failure) when (Place is not null)
        {
            throw new InvalidOperationException($"{Place} cannot be computed. libtorch says: {NativeMessage.Of(failure)}", failure);
        }
    }

    private static ArgumentException Bad(string what, Exception failure, string argument = "data") => new(what, argument, failure);

    /// <summary>What of the batch holds values that are not finite.</summary>
    public string? NotFinite()
    {
        if (Place is null) return null;
        using var scope = NewDisposeScope();
        return IsFinite(X) ? IsFinite(Y) ? null : "targets" : "inputs";

        static bool IsFinite(Tensor tensor) => !tensor.is_floating_point() || tensor.isfinite().all().ToBoolean();
    }
}
