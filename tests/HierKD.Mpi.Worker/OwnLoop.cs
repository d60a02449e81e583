using HierKD.Models;
using HierKD.Samples;

namespace HierKD.Mpi.Worker;

/// <summary>A session in a loop of one's own: after an epoch all processes have the mean of their running statistics.</summary>
internal static class OwnLoop
{
    public static void Run()
    {
        using var group = MpiProcessGroup.Start();
        manual_seed(1);
        using var model = VggBn.FashionMnist();
        using var scope = NewDisposeScope();
        var (x, y) = FashionMnistFiles.Read(FashionMnist.Bundled, "train");
        var batches = new TensorBatches(x[..320], y[..320], 20, shuffleSeed: 1);
        using var session = HierarchicalPruner.Start(model, x[..8], new SessionOptions { Processes = group });
        using var optimizer = optim.SGD(session.Parameters(), 0.01);
        foreach (var batch in batches.Shard(0, group.Rank, group.Size).Take(1)) session.ScoreOriginal(batch);
        foreach (var batch in batches.Shard(1, group.Rank, group.Size))
        {
            session.ZeroGrad();
            _ = session.Backward(batch);
            optimizer.step();
            session.UpdateMasks();
        }
        var path = Path.Combine(Path.GetTempPath(), $"hierkd-own-loop-{Environment.GetEnvironmentVariable("HIERKD_TEST") ?? "0"}");
        session.Synchronize();
        SessionCheckpoint.Save(path, session, optimizer, new Dictionary<string, string> { ["epoch"] = "1" });
        var notes = SessionCheckpoint.Restore(path, session, optimizer);
        if (notes["epoch"] != "1") throw new InvalidOperationException("The notes are lost.");
        session.Synchronize();
        group.Barrier();
        if (group.Rank == 0) File.Delete(path);
        Console.WriteLine($"rank {group.Rank}: {session.Student.Mask}");
    }
}
