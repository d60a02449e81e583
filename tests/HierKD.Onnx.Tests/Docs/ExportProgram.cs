#region program
using HierKD.Onnx;
using TorchSharp;

#endregion
namespace HierKD.Onnx.Tests.Docs;

/// <summary>The program that writes a file, in a method so that a test can run it.</summary>
internal static class ExportProgram
{
    public static void Run()
    {
        #region program
        torch.manual_seed(1);
        using var model = new MyNet(classes: 10);                  // your trained model: any nn.Module
        using var exampleInput = torch.randn(1, 3, 32, 32);        // an input as it gets them; batches of all sizes follow
        OnnxModel.Save("../use/model.onnx", model, exampleInput);
        Console.WriteLine($"model.onnx has {new FileInfo("../use/model.onnx").Length} bytes.");
        #endregion
    }
}
