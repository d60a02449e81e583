using HierKD.Onnx;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD.Onnx.Tests.Docs;

/// <summary>What docs/onnx.md and the package's page show, in methods so that a test can run it.</summary>
internal static class OnnxPage
{
    public static void Save(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        #region save
        OnnxModel.Save("model.onnx", model, exampleInput);
        #endregion
    }

    public static void Student(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        #region student
        OnnxModel.Save("mynet-small.onnx", model, exampleInput);   // after Run the model is the student
        #endregion
    }

    public static void Several(nn.Module<Tensor, Tensor, (Tensor boxes, Tensor scores)> detector, Tensor image, Tensor anchors)
    {
        #region several
        OnnxModel.Save("detector.onnx", detector, [image, anchors], new OnnxOptions
        {
            InputNames = ["image", "anchors"],
            OutputNames = ["boxes", "scores"],
            BatchAxes = [0, null],                 // the anchors are no batch
        });
        #endregion
    }

    public static double Verify(nn.Module<Tensor, Tensor> model, Tensor exampleInput)
    {
        #region verify
        OnnxVerification found = OnnxModel.Verify("model.onnx", model, [exampleInput], Run);   // throws if they differ by more than 1e-4
        Console.WriteLine($"The largest difference is {found.LargestDifference:0.0e+0} of the largest output.");
        #endregion
        return found.LargestDifference;
    }

    #region runner
    private static IReadOnlyDictionary<string, Tensor> Run(string path, IReadOnlyDictionary<string, Tensor> inputs)
    {
        using var session = new InferenceSession(path);
        var values = inputs.ToDictionary(
            i => i.Key, i => OrtValue.CreateTensorValueFromMemory(i.Value.data<float>().ToArray(), i.Value.shape));
        using var options = new RunOptions();
        using var results = session.Run(options, values, session.OutputNames);
        return session.OutputNames.Zip(results).ToDictionary(
            o => o.First, o => tensor(o.Second.GetTensorDataAsSpan<float>().ToArray(), o.Second.GetTensorTypeAndShape().Shape));
    }
    #endregion
}
