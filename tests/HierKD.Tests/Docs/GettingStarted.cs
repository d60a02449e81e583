#region program
using HierKD;
using TorchSharp;

#endregion
namespace Readme.GettingStarted;

/// <summary>Program.cs of docs/getting-started.md, in a method so that a test can run it.</summary>
internal static class GettingStarted
{
    public static void Run()
    {
        #region program
        torch.manual_seed(1);
        using var model = new MyNet();
        var (images, labels) = MyData.Lines(2000);
        var (heldOutImages, heldOutLabels) = MyData.Lines(500);
        MyData.Train(model, images, labels, epochs: 3);

        var data = new PruningData(
            train: new TensorBatches(images, labels, batchSize: 64, shuffleSeed: 1),
            validation: new TensorBatches(heldOutImages, heldOutLabels));
        using PruningResult result = HierarchicalPruner.Run(model, data, Recipe.Default(studentRatio: 0.6));

        Console.WriteLine(result.Report);
        result.Report.SaveHtml("report.html");
        result.Save("mynet-small.hierkd");
        using var small = SlimModel.Load("mynet-small.hierkd", () => new MyNet());
        Console.WriteLine($"{small.parameters().Sum(p => p.numel())} parameters are left.");
        #endregion
    }
}
