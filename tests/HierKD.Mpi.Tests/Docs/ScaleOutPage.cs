namespace HierKD.Mpi.Tests.Docs;

/// <summary>What docs/scale-out.md and the package's page show.</summary>
internal static class ScaleOutPage
{
    public static void Program(Tensor x, Tensor y, TensorBatches validation)
    {
        #region program
        using var processes = MpiProcessGroup.Start();
        using var model = new MyNet();                     // the same weights in every process
        model.load("mynet.dat");
        model.to(processes.Device);                        // the GPU of this process on its host, or the CPU

        var data = new PruningData(new TensorBatches(x, y, batchSize: 32, shuffleSeed: 1), validation);
        using PruningResult result = HierarchicalPruner.Run(model, data, Recipe.Default() with { Processes = processes });
        if (processes.Rank == 0) result.Save("mynet-small.hierkd");
        #endregion
    }

    private sealed class MyNet() : nn.Module<Tensor, Tensor>(nameof(MyNet))
    {
        public override Tensor forward(Tensor input) => input;
    }
}
