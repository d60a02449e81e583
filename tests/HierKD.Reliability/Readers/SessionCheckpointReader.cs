using TorchSharp.Modules;

namespace HierKD.Reliability.Readers;

/// <summary><see cref="SessionCheckpoint.Restore"/>, with an optimizer.</summary>
internal sealed class SessionCheckpointReader : FileReader
{
    private static readonly SessionOptions Options = new() { Chain = TeacherChain.Explicit(0.6, 0.3) };

    private readonly TinySession _open;

    private SessionCheckpointReader(byte[] whole, TinySession open)
        : base(whole, hasChecksum: true, open) => _open = open;

    public static SessionCheckpointReader Create()
    {
        using var trained = new TinySession(Options);
        using var optimizer = Optimizer(trained.Session);
        trained.Train(optimizer);
        var notes = new Dictionary<string, string> { ["epoch"] = "3" };
        return new(Written(path => SessionCheckpoint.Save(path, trained.Session, optimizer, notes)), new TinySession(Options));
    }

    public override string Load(string path)
    {
        using var optimizer = Optimizer(_open.Session);
        var notes = SessionCheckpoint.Restore(path, _open.Session, optimizer);
        return Digest([], [SessionState(), OptimizerState.Digest(optimizer), .. notes.Select(n => $"{n}")]);
    }

    public override string State() => SessionState();

    private string SessionState()
    {
        using var scope = NewDisposeScope();
        return Digest(_open.Tensors, $"{_open.Session.MultiplyAdds}");
    }

    private static SGD Optimizer(PruningSession session) =>
        optim.SGD(session.Parameters(), 0.02, momentum: 0.9, nesterov: true);
}
