using Mono.Cecil;
using Mono.Cecil.Cil;

namespace HierKD.Onnx;

/// <summary>
/// Writes the managed body that takes the place of a native method: it tells a hook, if there is one, and calls the native method.
/// </summary>
internal sealed class WrapperBody(MethodDefinition method, MethodReference native, int index, HookReferences hooks)
{
    private readonly ILProcessor _il = method.Body.GetILProcessor();
    private readonly VariableDefinition _hook = new(hooks.CallType);
    private readonly VariableDefinition _values = new(new ArrayType(hooks.Object));
    private readonly VariableDefinition _after = new(hooks.AfterType);
    private readonly VariableDefinition _result = new(method.ReturnType);

    private bool ReturnsNothing => method.ReturnType.MetadataType == MetadataType.Void;

    public void Write()
    {
        method.Body.InitLocals = true;
        foreach (var variable in (VariableDefinition[])[_hook, _values, _after]) method.Body.Variables.Add(variable);
        if (!ReturnsNothing) method.Body.Variables.Add(_result);

        // Finalizers call at any time, and the hook may be taken away at any time: it is read once.
        var hooked = _il.Create(OpCodes.Nop);
        _il.Emit(OpCodes.Ldsfld, hooks.CallField);
        _il.Emit(OpCodes.Stloc, _hook);
        _il.Emit(OpCodes.Ldloc, _hook);
        _il.Emit(OpCodes.Brtrue, hooked);
        CallNative();
        _il.Emit(OpCodes.Ret);
        _il.Append(hooked);
        TellHook();
        CallNative();
        if (!ReturnsNothing) _il.Emit(OpCodes.Stloc, _result);
        TellResult();
        if (!ReturnsNothing) _il.Emit(OpCodes.Ldloc, _result);
        _il.Emit(OpCodes.Ret);
    }

    private void CallNative()
    {
        foreach (var parameter in method.Parameters) _il.Emit(OpCodes.Ldarg, parameter);
        _il.Emit(OpCodes.Call, native);
    }

    private void TellHook()
    {
        _il.Emit(OpCodes.Ldc_I4, method.Parameters.Count);
        _il.Emit(OpCodes.Newarr, hooks.Object);
        _il.Emit(OpCodes.Stloc, _values);
        foreach (var parameter in method.Parameters.Where(p => !p.ParameterType.IsByReference))
        {
            Store(parameter, () =>
            {
                _il.Emit(OpCodes.Ldarg, parameter);
                Box(parameter.ParameterType);
            });
        }
        _il.Emit(OpCodes.Ldloc, _hook);
        _il.Emit(OpCodes.Ldc_I4, index);
        _il.Emit(OpCodes.Ldloc, _values);
        _il.Emit(OpCodes.Callvirt, hooks.CallInvoke);
        _il.Emit(OpCodes.Stloc, _after);
    }

    private void TellResult()
    {
        var end = _il.Create(OpCodes.Nop);
        _il.Emit(OpCodes.Ldloc, _after);
        _il.Emit(OpCodes.Brfalse, end);
        foreach (var parameter in method.Parameters.Where(p => p.ParameterType.IsByReference))
        {
            var type = ((ByReferenceType)parameter.ParameterType).ElementType;
            Store(parameter, () =>
            {
                _il.Emit(OpCodes.Ldarg, parameter);
                _il.Emit(OpCodes.Ldobj, type);
                Box(type);
            });
        }
        _il.Emit(OpCodes.Ldloc, _after);
        if (ReturnsNothing)
        {
            _il.Emit(OpCodes.Ldnull);
        }
        else
        {
            _il.Emit(OpCodes.Ldloc, _result);
            Box(method.ReturnType);
        }
        _il.Emit(OpCodes.Callvirt, hooks.AfterInvoke);
        _il.Append(end);
    }

    private void Store(ParameterDefinition parameter, Action load)
    {
        _il.Emit(OpCodes.Ldloc, _values);
        _il.Emit(OpCodes.Ldc_I4, parameter.Index);
        load();
        _il.Emit(OpCodes.Stelem_Ref);
    }

    private void Box(TypeReference type)
    {
        if (type.IsPointer || type.IsFunctionPointer) _il.Emit(OpCodes.Box, method.Module.TypeSystem.IntPtr);
        else if (type.IsValueType) _il.Emit(OpCodes.Box, type);
    }
}
