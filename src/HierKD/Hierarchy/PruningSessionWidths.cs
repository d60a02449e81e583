using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Widths by time in a training loop of the caller's own.</summary>
public static class PruningSessionWidths
{
    /// <summary>
    /// Selects the filters of every level anew, as <see cref="PruningSession.UpdateMasks"/> does, and brings their widths to what the
    /// device computes fast: see <see cref="TimedWidths"/>. Call it in place of the last <see cref="PruningSession.UpdateMasks"/>, so that
    /// some steps of training follow; a later one takes the pruner's widths again.
    /// </summary>
    /// <param name="session">The session.</param>
    /// <param name="exampleInput">The input <c>[N, …]</c> to be fast on, with as many samples as in use; moved to the model's device if
    /// need be, not disposed.</param>
    /// <param name="options">How; the defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it at the next layer or forward pass that is timed; masks are then as they were.</param>
    /// <returns>What it brought for each level that removes anything, from the largest to the student.</returns>
    /// <exception cref="ArgumentException">The model does not accept the input, or an option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">As of <see cref="PruningSession.UpdateMasks"/>.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<WidthChoice> TimeWidths(
        this PruningSession session, Tensor exampleInput, TimedWidths? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(exampleInput);
        return Time(session, [exampleInput], options, nameof(exampleInput), cancellationToken);
    }

    /// <summary>The same for a model of any number of inputs.</summary>
    /// <param name="session">The session.</param>
    /// <param name="exampleInputs">The inputs to be fast on, the first <c>[N, …]</c>.</param>
    /// <param name="options">How; the defaults if <see langword="null"/>.</param>
    /// <param name="cancellationToken">Ends it at the next layer or forward pass that is timed; masks are then as they were.</param>
    /// <returns>What it brought for each level that removes anything, from the largest to the student.</returns>
    /// <exception cref="ArgumentException">The model does not accept the inputs, or an option is out of its range.</exception>
    /// <exception cref="InvalidOperationException">As of <see cref="PruningSession.UpdateMasks"/>.</exception>
    /// <exception cref="ObjectDisposedException">The session is over.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<WidthChoice> TimeWidths(
        this PruningSession session, IReadOnlyList<Tensor> exampleInputs, TimedWidths? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(exampleInputs);
        return Time(session, exampleInputs, options, nameof(exampleInputs), cancellationToken);
    }

    private static IReadOnlyList<WidthChoice> Time(
        PruningSession session, IReadOnlyList<Tensor> exampleInputs, TimedWidths? options, string argument, CancellationToken cancellation)
    {
        options ??= new TimedWidths();
        session.RequireAlive();
        options.Validate(nameof(options));
        ModelInputs.Require(exampleInputs, argument);
        using var scope = NewDisposeScope();
        Tensor[] inputs = [.. exampleInputs.Select(t => t.to(session.Device))];
        var (model, call) = (session.Working.Module, session.Working.ModelCall);
        using (new EvaluationMode(model)) ModelAnswer.Of(call, inputs, $"{argument} is an input", argument);
        return session.TimeWidths(inputs, options, _ => true, cancellation);
    }
}
