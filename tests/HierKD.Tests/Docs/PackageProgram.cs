using HierKD;
using TorchSharp;
using static TorchSharp.torch;
using MyNet = HierKD.Tests.Run.TinyNet;

namespace Readme;

/// <summary>The lines that the packages' pages show, in a method so that a test can run them.</summary>
internal static class PackageProgram
{
    public static void Run(nn.Module<Tensor, Tensor> model, TensorBatches train, TensorBatches validation)
    {
        #region program
        using PruningResult result = HierarchicalPruner.Run(model, new PruningData(train, validation), Recipe.Default(studentRatio: 0.6));
        Console.WriteLine(result.Report);
        result.Save("small.hierkd");
        using var small = SlimModel.Load("small.hierkd", () => new MyNet());
        #endregion
    }
}
