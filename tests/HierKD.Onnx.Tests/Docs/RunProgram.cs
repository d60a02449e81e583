#region program
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

#endregion
namespace HierKD.Onnx.Tests.Docs;

/// <summary>The program that runs the file, without TorchSharp, in a method so that a test can run it.</summary>
internal static class RunProgram
{
    public static void Run()
    {
        #region program
        using var session = new InferenceSession("model.onnx");
        float[] pixels = new float[2 * 3 * 32 * 32];               // two images
        var input = new DenseTensor<float>(pixels, [2, 3, 32, 32]);
        using var results = session.Run([NamedOnnxValue.CreateFromTensor("input", input)]);
        float[] output = results[0].AsTensor<float>().ToArray();
        Console.WriteLine($"{output.Length} numbers, the first is {output[0]:0.0000}.");
        #endregion
    }
}
