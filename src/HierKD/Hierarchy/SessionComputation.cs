using static TorchSharp.torch;

namespace HierKD;

/// <summary>How a session computes: as its options say or, where they leave that open, as is measured on its first batch.</summary>
internal sealed class SessionComputation : IDisposable
{
    private const int ExampleSamples = 8;

    private readonly PruningSession _session;
    private readonly IReadOnlyList<Computation> _ways;
    private readonly Tensor[] _example = [];

    /// <param name="session">The session.</param>
    /// <param name="exampleInputs">Inputs; some are kept where a choice may have to be tried.</param>
    public SessionComputation(PruningSession session, IReadOnlyList<Tensor> exampleInputs)
    {
        (_session, _ways) = (session, session.Options.Computations);
        if (!IsOpen) return;
        var few = ModelInputs.Few(exampleInputs, ExampleSamples);
        using var views = new OwnedTensors(few);
        _example = ModelInputs.CopyTo(few, session.Working.Tensors[0].Tensor.device);
    }

    /// <summary>Whether the options leave it open.</summary>
    public bool IsOpen => _ways.Count > 1;

    /// <summary>Measures, unless that has been done.</summary>
    /// <param name="inputs">A training batch's, on the model's device.</param>
    /// <param name="cancellation">Ends it.</param>
    public void Settle(IReadOnlyList<Tensor> inputs, CancellationToken cancellation = default)
    {
        if (!IsOpen || _session.Record.Computation is not null) return;
        ComputationChoice? measured = null;
        var text = _session.Options.Ranks.TextOfFirst(() =>
        {
            measured = new ComputationTrial(_session.Working, _session.Options.Clock, cancellation).Choose(_ways, inputs);
            return ComputationJson.Write(measured);
        }, "how to compute");
        Take(measured ?? ComputationJson.Read(text));
    }

    /// <summary>Why a choice that was made elsewhere cannot be taken here; <see langword="null"/> if it can.</summary>
    public string? Refusal(ComputationChoice choice) =>
        ComputationAnswer.Refusal(_session.Working, choice.Computation, _example) is { } refused ? NativeMessage.Of(refused) : null;

    /// <summary>Whether the options leave room for a choice.</summary>
    public bool Allows(ComputationChoice choice) => choice.IsWhole && _ways.Contains(choice.Computation);

    /// <summary>Computes so from now on; as at the beginning if nothing has been chosen.</summary>
    public void Take(ComputationChoice? choice)
    {
        _session.Record.Computation = choice;
        _session.Working.Computation = choice?.Computation ?? _ways[0];
    }

    public void Dispose() => new OwnedTensors(_example).Dispose();
}
