import { Eye, EyeOff } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";

interface PasswordFieldProps {
  label?: string;
  /** A password that is being chosen, not one that exists. */
  isNew: boolean;
  value: string;
  problem: string | undefined;
  onChange: (password: string) => void;
}

export function PasswordField({ label = "Password", isNew, value, problem, onChange }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  return (
    <Field
      label={label}
      name="password"
      type={shown ? "text" : "password"}
      autoComplete={isNew ? "new-password" : "current-password"}
      required
      {...(isNew ? { minLength: 8, hint: "8 characters or more; 15 are better." } : {})}
      value={value}
      problem={problem}
      onChange={(event) => onChange(event.target.value)}
      end={
        <IconButton
          label={shown ? "Hide what is typed" : "Show what is typed"}
          icon={shown ? <EyeOff size={17} /> : <Eye size={17} />}
          onClick={() => setShown(!shown)}
        />
      }
    />
  );
}
