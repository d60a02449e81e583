#region program
using HierKD;

#endregion
using TorchSharp;
using MyNet = HierKD.Tests.Run.TinyNet;

namespace Readme;

/// <summary>The program on README's first screen, in a method so that a test can run it.</summary>
internal static class ReadmeProgram
{
    public static void Run(torch.Tensor images, torch.Tensor labels, torch.Tensor heldOutImages, torch.Tensor heldOutLabels)
    {
        #region program
        using var model = new MyNet();                       // any trained torch.nn.Module
        model.load("mynet.dat");

        var data = new PruningData(
            train: new TensorBatches(images, labels, batchSize: 64, shuffleSeed: 1),
            validation: new TensorBatches(heldOutImages, heldOutLabels));

        using PruningResult result = HierarchicalPruner.Run(model, data, Recipe.Default(studentRatio: 0.6));   // 60 % of the filters go

        Console.WriteLine(result.Report);                    // filters, parameters, MACs, accuracy and latency of every level
        result.Report.SaveHtml("report.html");               // the same as a page, with charts
        result.Save("mynet-small.hierkd");
        using var small = SlimModel.Load("mynet-small.hierkd", () => new MyNet());
        #endregion
    }
}
