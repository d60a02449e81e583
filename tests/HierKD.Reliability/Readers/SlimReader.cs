using HierKD.Tests.Run;

namespace HierKD.Reliability.Readers;

/// <summary><see cref="SlimModel.Load"/>.</summary>
internal sealed class SlimReader : FileReader
{
    private readonly long _straysOfOne;
    private long _made;

    private SlimReader(byte[] whole)
        : base(whole, hasChecksum: true)
    {
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        new TinyNet().Dispose();
        _straysOfOne = DisposeScopeManager.Statistics.ThreadTotalLiveCount - before;
    }

    public override long Strays => _made * _straysOfOne;

    public static SlimReader Create() => new(Written(path =>
    {
        using var model = TinyNet.Seeded();
        using var data = new Patterns(32, seed: 11);
        using var session = HierarchicalPruner.Start(model, data.Inputs, new() { Chain = TeacherChain.Explicit(0.5) });
        session.ScoreOriginal(data.Inputs, data.Labels);
        session.UpdateMasks(1);
        SlimModel.Save(path, model, session.Finish(session.Student));
    }));

    public override string Load(string path)
    {
        using var model = SlimModel.Load(path, Make);
        return Digest(TensorsOf(model));
    }

    private TinyNet Make()
    {
        _made++;
        return new TinyNet();
    }
}
